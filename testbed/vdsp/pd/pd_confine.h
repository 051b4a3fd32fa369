/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_CONFINE_H
#define VDSP_PD_CONFINE_H

#include <stdbool.h>

/*
 * System calls that the filter of a child hands to the virtual DSP. Each is decided by
 * the values of its arguments only; see pd_guard.c.
 */

/* All addresses of code in a PD lie below; the emulator itself lies above. */
#define PD_CONFINE_GUEST_BITS	32

int pd_confine_enter(bool debug);

#endif /* VDSP_PD_CONFINE_H */
