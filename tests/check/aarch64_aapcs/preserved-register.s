// x19 to x28, the frame pointer, and the low halves of v8 to v15 belong to the caller (AAPCS64 6.1).
// Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.text
	.macro function name
	.globl \name
	.type \name, @function
\name:
	.endm

function breaks_plainly
	mov x19, #1
	ret
function breaks_half_of_v8
	fmov s8, wzr
	ret
function breaks_order_of_loads
	stp x19, x20, [sp, #-16]!
	mov x19, x0
	mov x20, x1
	ldp x20, x19, [sp], #16
	ret
function breaks_on_one_path
	str x21, [sp, #-16]!
	mov x21, x0
	cbz x0, 1f
	ldr x21, [sp], #16
	ret
1:	add sp, sp, #16
	ret
function breaks_word
	str x22, [sp, #-16]!
	mov x22, x0
	ldr w22, [sp], #16
	ret
function breaks_before_tail_call
	mov x23, x0
	b keeps_leaf
function keeps_leaf
	ret
function keeps_pair
	stp x29, x30, [sp, #-32]!
	stp x19, x20, [sp, #16]
	mov x29, sp
	mov x19, x0
	bl foreign
	mov x20, x0
	ldp x19, x20, [sp, #16]
	ldp x29, x30, [sp], #32
	ret
function keeps_half_of_v8
	str d8, [sp, #-16]!
	movi v8.16b, #0
	ldr d8, [sp], #16
	ret
function keeps_in_vector
	fmov d0, x19
	mov x19, #0
	fmov x19, d0
	ret
function keeps_in_register
	mov x9, x24
	mov x24, x0
	mov x24, x9
	ret
function keeps_scratch
	mov x18, xzr
	movi v16.16b, #0
	ret
