/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
/*
 * What code that was compiled for size calls at the beginning and at the end of a
 * function: keep the registers r16 and up that the function uses, and bring them
 * back. Each has its place below the frame's pointer. Such a call may change no
 * other register, so there is no C here.
 */

	.macro	begin name
	.section .text.\name, "ax", @progbits
	.globl	\name
	.hidden	\name
	.type	\name, @function
	.falign
\name:
	.endm

	.macro	save last
	.if	\last >= 27
	{ memd(r30+#-48) = r27:26 }
	.endif
	.if	\last >= 25
	{ memd(r30+#-40) = r25:24 }
	.endif
	.if	\last >= 23
	{ memd(r30+#-32) = r23:22 }
	.endif
	.if	\last >= 21
	{ memd(r30+#-24) = r21:20 }
	.endif
	.if	\last >= 19
	{ memd(r30+#-16) = r19:18 }
	.endif
	{ memd(r30+#-8) = r17:16 }
	.endm

	.macro	load last
	.if	\last >= 27
	{ r27:26 = memd(r30+#-48) }
	.endif
	.if	\last >= 25
	{ r25:24 = memd(r30+#-40) }
	.endif
	.if	\last >= 23
	{ r23:22 = memd(r30+#-32) }
	.endif
	.if	\last >= 21
	{ r21:20 = memd(r30+#-24) }
	.endif
	.if	\last >= 19
	{ r19:18 = memd(r30+#-16) }
	.endif
	{ r17:16 = memd(r30+#-8) }
	.endm

/*
 * The second one returns for the function that calls it. The third comes back to it,
 * without its frame: it goes on to another function, which returns for it.
 */
	.macro	helpers last
	begin	__save_r16_through_r\last
	save	\last
	{ jumpr r31 }
	.size	__save_r16_through_r\last, . - __save_r16_through_r\last

	begin	__restore_r16_through_r\last\()_and_deallocframe
	load	\last
	{ dealloc_return }
	.size	__restore_r16_through_r\last\()_and_deallocframe, . - __restore_r16_through_r\last\()_and_deallocframe

	begin	__restore_r16_through_r\last\()_and_deallocframe_before_tailcall
	load	\last
	{ deallocframe; jumpr r31 }
	.size	__restore_r16_through_r\last\()_and_deallocframe_before_tailcall, . - __restore_r16_through_r\last\()_and_deallocframe_before_tailcall
	.endm

	helpers	17
	helpers	19
	helpers	21
	helpers	23
	helpers	25
	helpers	27
