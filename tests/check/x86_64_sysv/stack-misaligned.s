# The stack pointer is a multiple of 16 at every call (AMD64 psABI 3.2.2).
# Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.intel_syntax noprefix
	.text
	.macro function name
	.globl \name
	.type \name, @function
\name:
	.endm

function breaks_leaf_that_calls
	call foreign@plt
	ret
function breaks_two_pushes
	push rbx
	push r12
	call foreign@plt
	pop r12
	pop rbx
	ret
function breaks_odd_frame
	sub rsp, 32
	call foreign@plt
	add rsp, 32
	ret
function breaks_pushed_argument
	sub rsp, 8
	push rdi
	call foreign@plt
	add rsp, 16
	ret
function breaks_by_pointer
	mov rax, [rdi]
	call rax
	ret
function breaks_rounded_too_little
	push rbp
	mov rbp, rsp
	and rsp, -32
	push rax
	call foreign@plt
	leave
	ret
function keeps_one_push
	push rbx
	call foreign@plt
	pop rbx
	ret
function keeps_frame
	sub rsp, 24
	call foreign@plt
	add rsp, 24
	ret
function keeps_rounded
	push rbp
	mov rbp, rsp
	and rsp, -16
	call foreign@plt
	leave
	ret
function keeps_helper
	call helper
	ret
function keeps_two_arguments
	sub rsp, 8
	push rdi
	push rsi
	call foreign@plt
	add rsp, 24
	ret
function keeps_tail_call
	jmp foreign@plt
helper:
	push rbx
	sub rsp, 16
	call foreign@plt
	add rsp, 16
	pop rbx
	ret
