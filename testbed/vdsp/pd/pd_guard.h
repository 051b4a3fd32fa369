/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_GUARD_H
#define VDSP_PD_GUARD_H

#include <stdbool.h>
#include <stdint.h>

struct pd_child;

void pd_guard_open(struct pd_child *child);
int pd_guard_serve(struct pd_child *child, const char *shell);
bool pd_guard_sees_shared(const struct pd_child *child, uint64_t va, uint64_t end);

#endif /* VDSP_PD_GUARD_H */
