// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library that says that it needs the one of C++, as all that are C++ do, and takes no
 * more of it than its heap.
 */

#include "dsp.h"

void *_Znwj(size_t size);	/* operator new */
void _ZdlPv(void *memory);	/* operator delete */
int needy_skel_handle_invoke(uint64_t handle, uint32_t sc, union dsp_arg *args);

int needy_skel_handle_invoke(uint64_t handle, uint32_t sc, union dsp_arg *args)
{
	(void)handle;
	if (!(sc >> 24 & 0x1f))
		args[2].handle = (uintptr_t)_Znwj(16);
	else
		_ZdlPv((void *)(uintptr_t)args[0].handle);
	return 0;
}
