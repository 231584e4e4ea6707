# The direction flag is clear at every return (AMD64 psABI 3.2.1).
# Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.intel_syntax noprefix
	.text
	.macro function name
	.globl \name
	.type \name, @function
\name:
	.endm

function breaks_plainly
	std
	ret
function breaks_after_copy
	mov rcx, rdx
	std
	rep movsb
	ret
function breaks_on_one_path
	test edi, edi
	jz 1f
	std
1:	ret
function breaks_early_return
	std
	test edi, edi
	jz 2f
	cld
2:	ret
function breaks_before_tail_call
	std
	jmp keeps_nothing
function keeps_nothing
	ret
function keeps_cleared
	mov rcx, rdx
	std
	rep movsb
	cld
	ret
function keeps_on_both_paths
	std
	test edi, edi
	jz 3f
	cld
	ret
3:	cld
	ret
function keeps_flags
	pushfq
	std
	lodsb
	popfq
	ret
function keeps_clear
	cld
	rep movsb
	ret
