# The stack pointer is behind the return what it was before the call (AMD64 psABI 3.2.1).
# Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.intel_syntax noprefix
	.text
	.macro function name
	.globl \name
	.type \name, @function
\name:
	.endm

function breaks_push
	push rax
	ret
function breaks_sum
	sub rsp, 24
	add rsp, 16
	ret
function breaks_callee_cleans
	ret 8
function breaks_on_one_path
	sub rsp, 8
	test edi, edi
	jz 1f
	add rsp, 8
1:	ret
function breaks_too_much
	push rcx
	pop rax
	pop rdx
	ret
function breaks_by_lea
	mov rax, rsp
	sub rsp, 32
	lea rsp, [rax - 8]
	ret
function keeps_leave
	push rbp
	mov rbp, rsp
	sub rsp, 4096
	leave
	ret
function keeps_alloca
	push rbp
	mov rbp, rsp
	neg rdi
	and rdi, -16
	add rsp, rdi
	mov rsp, rbp
	pop rbp
	ret
function keeps_in_other_register
	mov r11, rsp
	and rsp, -64
	sub rsp, 256
	mov rsp, r11
	ret
function keeps_probe_loop
	lea r11, [rsp - 32768]
2:	sub rsp, 4096
	or qword ptr [rsp], 0
	cmp rsp, r11
	jne 2b
	add rsp, 32768
	ret
function keeps_stored
	mov rax, rsp
	sub rsp, 128
	and rsp, -32
	mov [rsp + 8], rax
	mov rsp, [rsp + 8]
	ret
function keeps_call_next
	call 3f
3:	pop rax
	ret
