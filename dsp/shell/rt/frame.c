// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Keeping registers, for libraries that expect it of the DSP: the SDK's frame.S.
 */

#include "os/export.h"

#define FRAME_HELPERS(last)								\
	void __save_r16_through_r##last(void);						\
	void __restore_r16_through_r##last##_and_deallocframe(void);			\
	void __restore_r16_through_r##last##_and_deallocframe_before_tailcall(void);	\
	EXPORT(__save_r16_through_r##last);						\
	EXPORT(__restore_r16_through_r##last##_and_deallocframe);			\
	EXPORT(__restore_r16_through_r##last##_and_deallocframe_before_tailcall)

FRAME_HELPERS(17);
FRAME_HELPERS(19);
FRAME_HELPERS(21);
FRAME_HELPERS(23);
FRAME_HELPERS(25);
FRAME_HELPERS(27);
