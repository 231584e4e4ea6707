# rbx, rbp and r12 to r15 belong to the caller (AMD64 psABI 3.2.1).
# Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.intel_syntax noprefix
	.text
	.macro function name
	.globl \name
	.type \name, @function
\name:
	.endm

function breaks_plainly
	mov ebx, 1
	ret
function breaks_order_of_pops
	push rbx
	push r12
	xor ebx, ebx
	xor r12d, r12d
	pop rbx
	pop r12
	ret
function breaks_on_one_path
	push rbx
	mov ebx, edi
	test edi, edi
	jz 1f
	pop rbx
	ret
1:	add rsp, 8
	ret
function breaks_half
	push rbx
	mov rbx, rdi
	mov ebx, [rsp]
	add rsp, 8
	ret
function breaks_store_for_load
	push rbp
	mov rbp, rsp
	sub rsp, 32
	mov [rbp - 8], r12
	mov r12, rdi
	mov [rbp - 8], r12
	leave
	ret
function breaks_before_tail_call
	mov r13, rdi
	jmp keeps_leaf
function breaks_low_byte
	mov bl, 1
	ret
function breaks_overwritten_save
	sub rsp, 24
	mov [rsp], rbx
	mov rbx, rdi
	mov [rsp + 4], edi
	mov rbx, [rsp]
	add rsp, 24
	ret
function breaks_in_loop
	push r15
	mov ecx, edi
2:	mov r15, rcx
	dec ecx
	jnz 2b
	lea rsp, [rsp + 8]
	ret
function breaks_lost_in_red_zone
	sub rsp, 8
	mov [rsp - 16], rbx
	mov rbx, rdi
	call keeps_leaf@plt
	mov rbx, [rsp - 16]
	add rsp, 8
	ret
function breaks_through_helper
	sub rsp, 8
	call helper
	add rsp, 8
	ret
function keeps_leaf
	mov rax, rdi
	ret
function keeps_pushed
	push rbx
	mov rbx, rdi
	call keeps_leaf@plt
	pop rbx
	ret
function keeps_in_register
	mov r11, rbx
	xor ebx, ebx
	mov rbx, r11
	ret
function keeps_in_xmm
	movq xmm3, rbx
	xor ebx, ebx
	movq rbx, xmm3
	ret
function keeps_in_red_zone
	mov [rsp - 8], rbx
	xor ebx, ebx
	mov rbx, [rsp - 8]
	ret
function keeps_through_shared_epilogue
	push rbx
	test edi, edi
	jz 9f
	mov ebx, esi
	cmp esi, 3
	jz 9f
	inc ebx
9:	pop rbx
	ret
function keeps_with_aligned_frame
	push rbp
	mov rbp, rsp
	push rbx
	and rsp, -64
	sub rsp, 128
	mov ebx, edi
	lea rsp, [rbp - 8]
	pop rbx
	pop rbp
	ret
function keeps_behind_array
	push rbx
	sub rsp, 64
	mov rbx, rdi
	mov rcx, rsp
3:	mov qword ptr [rcx], 0
	add rcx, 8
	cmp rcx, rdi
	jne 3b
	add rsp, 64
	pop rbx
	ret
function keeps_by_exchange
	mov rax, rbx
	mov rbx, rdi
	xchg rax, rbx
	ret
function keeps_in_table
	push rbx
	cmp edi, 2
	ja 8f
	mov ebx, edi
	lea rdx, [rip + table]
	movsxd rax, dword ptr [rdx + rdi * 4]
	add rax, rdx
	jmp rax
4:	inc ebx
5:	inc ebx
6:	mov eax, ebx
8:	pop rbx
	ret
function keeps_through_helpers
	push r14
	sub rsp, 8
	call helper
	add rsp, 8
	pop r14
	ret
helper:
	mov r14, 5
	ret
	.section .rodata
table:	.long 4b - table, 5b - table, 6b - table
