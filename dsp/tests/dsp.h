/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_DSP_H
#define DSP_TESTS_DSP_H

/* What the test libraries import from the DSP, declared as a DSP's headers do. */

#include "../sdk/include/dlfcn.h"
#include "../sdk/include/pthread.h"

#include "dsp_hap.h"
#include "dsp_libc.h"
#include "dsp_qurt.h"

#endif
