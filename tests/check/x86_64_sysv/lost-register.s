# A call leaves nothing of what was in the registers that belong to the callee (AMD64 psABI 3.2.1).
# Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.intel_syntax noprefix
	.text
	.macro function name
	.globl \name
	.type \name, @function
\name:
	.endm

function breaks_plainly
	push rdi
	call foreign@plt
	lea rax, [rdi + 1]
	pop rcx
	ret
function breaks_temporary
	sub rsp, 8
	mov r10, rdi
	call foreign@plt
	mov rax, [r10]
	add rsp, 8
	ret
function breaks_in_loop
	push rbx
	mov ebx, 10
1:	mov rcx, [rsi]
	call foreign@plt
	dec ebx
	jnz 1b
	pop rbx
	ret
function breaks_stored
	push rbx
	mov rbx, rdi
	call foreign@plt
	add [rbx], r8
	pop rbx
	ret
function breaks_on_one_path
	push rbx
	mov r11d, 1
	test edi, edi
	jz 2f
	call foreign@plt
	mov ebx, eax
2:	add eax, r11d
	pop rbx
	ret
function keeps_result
	sub rsp, 8
	call foreign@plt
	add rax, rdx
	add rsp, 8
	ret
function keeps_set_again
	push rdi
	call foreign@plt
	pop rdi
	lea rax, [rdi + 1]
	ret
function keeps_in_preserved
	push rbx
	mov rbx, rdi
	call foreign@plt
	mov rax, [rbx]
	pop rbx
	ret
function keeps_cleared
	push rcx
	call foreign@plt
	xor esi, esi
	or edi, -1
	push rdx
	pop rdx
	pop rcx
	ret
function keeps_helper
	mov r9, rdi
	call helper
	mov rax, r9
	ret
helper:
	mov eax, 1
	ret
