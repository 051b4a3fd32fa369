// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What code that was compiled for size calls at the beginning and at the end of a
 * function: keep the registers r16 and up that the function uses, and bring them
 * back. Each has its place below the frame's pointer. Such a call may change no
 * other register, so there is no C here.
 */

#include "os/export.h"

#define FRAME_BEGIN(name)	".globl " #name "\n.type " #name ", @function\n.falign\n" #name ":\n"
#define FRAME_END(name)		".size " #name ", . - " #name "\n"

#define FRAME_SAVE_17	"	{ memd(r30+#-8) = r17:16 }\n"
#define FRAME_SAVE_19	"	{ memd(r30+#-16) = r19:18 }\n" FRAME_SAVE_17
#define FRAME_SAVE_21	"	{ memd(r30+#-24) = r21:20 }\n" FRAME_SAVE_19
#define FRAME_SAVE_23	"	{ memd(r30+#-32) = r23:22 }\n" FRAME_SAVE_21
#define FRAME_SAVE_25	"	{ memd(r30+#-40) = r25:24 }\n" FRAME_SAVE_23
#define FRAME_SAVE_27	"	{ memd(r30+#-48) = r27:26 }\n" FRAME_SAVE_25

#define FRAME_LOAD_17	"	{ r17:16 = memd(r30+#-8) }\n"
#define FRAME_LOAD_19	"	{ r19:18 = memd(r30+#-16) }\n" FRAME_LOAD_17
#define FRAME_LOAD_21	"	{ r21:20 = memd(r30+#-24) }\n" FRAME_LOAD_19
#define FRAME_LOAD_23	"	{ r23:22 = memd(r30+#-32) }\n" FRAME_LOAD_21
#define FRAME_LOAD_25	"	{ r25:24 = memd(r30+#-40) }\n" FRAME_LOAD_23
#define FRAME_LOAD_27	"	{ r27:26 = memd(r30+#-48) }\n" FRAME_LOAD_25

/*
 * The second one returns for the function that calls it. The third comes back to it,
 * without its frame: it goes on to another function, which returns for it.
 */
#define FRAME_HELPERS(last)								\
	void __save_r16_through_r##last(void);						\
	void __restore_r16_through_r##last##_and_deallocframe(void);			\
	void __restore_r16_through_r##last##_and_deallocframe_before_tailcall(void);	\
	asm(".text\n"									\
	    FRAME_BEGIN(__save_r16_through_r##last)					\
	    FRAME_SAVE_##last								\
	    "	{ jumpr r31 }\n"							\
	    FRAME_END(__save_r16_through_r##last)					\
	    FRAME_BEGIN(__restore_r16_through_r##last##_and_deallocframe)		\
	    FRAME_LOAD_##last								\
	    "	{ dealloc_return }\n"							\
	    FRAME_END(__restore_r16_through_r##last##_and_deallocframe)			\
	    FRAME_BEGIN(__restore_r16_through_r##last##_and_deallocframe_before_tailcall) \
	    FRAME_LOAD_##last								\
	    "	{ deallocframe; jumpr r31 }\n"						\
	    FRAME_END(__restore_r16_through_r##last##_and_deallocframe_before_tailcall)); \
	EXPORT(__save_r16_through_r##last);						\
	EXPORT(__restore_r16_through_r##last##_and_deallocframe);			\
	EXPORT(__restore_r16_through_r##last##_and_deallocframe_before_tailcall)

FRAME_HELPERS(17);
FRAME_HELPERS(19);
FRAME_HELPERS(21);
FRAME_HELPERS(23);
FRAME_HELPERS(25);
FRAME_HELPERS(27);
