# The 128 bytes below the stack pointer may be used, no more (AMD64 psABI 3.2.2).
# Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.intel_syntax noprefix
	.text
	.macro function name
	.globl \name
	.type \name, @function
\name:
	.endm

function breaks_far
	mov [rsp - 136], rdi
	ret
function breaks_by_frame_pointer
	push rbp
	mov rbp, rsp
	mov [rbp - 256], rdi
	pop rbp
	ret
function breaks_after_release
	sub rsp, 512
	mov rax, rsp
	add rsp, 512
	mov [rax], rdi
	ret
function breaks_vector
	movups [rsp - 144], xmm0
	ret
function breaks_on_one_path
	test edi, edi
	jz 1f
	mov dword ptr [rsp - 200], 0
1:	ret
function keeps_lowest
	mov [rsp - 128], rdi
	ret
function keeps_frame
	sub rsp, 256
	mov [rsp], rdi
	add rsp, 256
	ret
function keeps_probe
	or qword ptr [rsp - 4096], 0
	ret
function keeps_read
	mov rax, [rsp - 512]
	ret
function keeps_frame_pointer
	push rbp
	mov rbp, rsp
	sub rsp, 256
	mov [rbp - 256], rdi
	leave
	ret
