# The word that the call pushed is where the function returns to.
# Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.intel_syntax noprefix
	.text
	.macro function name
	.globl \name
	.type \name, @function
\name:
	.endm

function breaks_plainly
	mov [rsp], rdi
	ret
function breaks_half
	mov dword ptr [rsp + 4], 0
	ret
function breaks_from_frame
	push rbp
	mov rbp, rsp
	mov [rbp + 8], rdi
	pop rbp
	ret
function breaks_vector
	movups [rsp - 8], xmm0
	ret
function breaks_on_one_path
	test edi, edi
	jz 1f
	mov [rsp], rsi
1:	ret
function keeps_above
	mov [rsp + 8], rdi
	ret
function keeps_below
	mov [rsp - 8], rdi
	ret
function keeps_moved
	pop rax
	push rax
	ret
function keeps_read
	mov rax, [rsp]
	ret
function keeps_in_frame
	push rbp
	mov rbp, rsp
	sub rsp, 16
	mov [rbp - 8], rdi
	leave
	ret
