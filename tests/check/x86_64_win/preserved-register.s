# rdi, rsi and xmm6 to xmm15 belong to the caller too (Microsoft x64: caller/callee saved registers).
# Functions named breaks_… break this rule and no other; those named keeps_… break none.
	.intel_syntax noprefix
	.text
	.macro function name
	.globl \name
	.def \name; .scl 2; .type 32; .endef
\name:
	.endm

function breaks_rdi
	mov rdi, rcx
	ret
function breaks_xmm6
	xorps xmm6, xmm6
	ret
function breaks_half_of_xmm7
	movsd [rsp + 8], xmm7
	movaps xmm7, xmm0
	movsd xmm7, [rsp + 8]
	ret
function breaks_all
	vzeroall
	ret
function breaks_order_of_loads
	sub rsp, 40
	movups [rsp], xmm8
	movups [rsp + 16], xmm9
	xorps xmm8, xmm8
	xorps xmm9, xmm9
	movups xmm9, [rsp]
	movups xmm8, [rsp + 16]
	add rsp, 40
	ret
function breaks_scalar
	addsd xmm10, xmm0
	ret
function keeps_upper_halves
	vzeroupper
	ret
function keeps_in_home
	mov [rsp + 8], rdi
	mov rdi, rcx
	mov rdi, [rsp + 8]
	ret
function keeps_xmm6
	sub rsp, 24
	movaps [rsp], xmm6
	xorps xmm6, xmm6
	movaps xmm6, [rsp]
	add rsp, 24
	ret
function keeps_ymm6
	sub rsp, 40
	vmovups [rsp], ymm6
	vxorps ymm6, ymm6, ymm6
	vmovups ymm6, [rsp]
	add rsp, 40
	ret
function keeps_in_xmm
	movaps xmm2, xmm7
	xorps xmm7, xmm7
	movaps xmm7, xmm2
	ret
function keeps_scratch
	xorps xmm5, xmm5
	ret
