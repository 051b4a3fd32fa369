/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_UPCALL_H
#define VDSP_PD_UPCALL_H

#include <stdbool.h>

struct pd_child;

bool pd_upcall_serve(struct pd_child *child);
void pd_upcall_forget(struct pd_child *child);

#endif /* VDSP_PD_UPCALL_H */
