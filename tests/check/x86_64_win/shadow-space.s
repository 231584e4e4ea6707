# 32 bytes above the return address are the callee's to write (Microsoft x64: stack allocation).
# Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.intel_syntax noprefix
	.text
	.macro function name
	.globl \name
	.def \name; .scl 2; .type 32; .endef
\name:
	.endm

function breaks_none
	sub rsp, 8
	call foreign
	add rsp, 8
	ret
function breaks_too_small
	sub rsp, 24
	call foreign
	add rsp, 24
	ret
function breaks_saved_in_it
	sub rsp, 40
	mov [rsp + 8], rbx
	mov rbx, rcx
	call foreign
	mov rbx, [rsp + 8]
	add rsp, 40
	ret
function breaks_by_pointer
	push rbx
	push rsi
	push rdi
	call rcx
	pop rdi
	pop rsi
	pop rbx
	ret
function breaks_pushed_behind
	sub rsp, 32
	push rbx
	xor ebx, ebx
	call foreign
	pop rbx
	add rsp, 32
	ret
function keeps_shadow
	sub rsp, 40
	call foreign
	add rsp, 40
	ret
function keeps_saved_above
	sub rsp, 56
	mov [rsp + 40], rbx
	mov rbx, rcx
	call foreign
	mov rbx, [rsp + 40]
	add rsp, 56
	ret
function keeps_own_home
	mov [rsp + 8], rcx
	ret
function keeps_pushed
	push rbx
	sub rsp, 32
	call foreign
	add rsp, 32
	pop rbx
	ret
function keeps_tail_call
	jmp foreign
