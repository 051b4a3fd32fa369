/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_END_H
#define VDSP_PD_END_H

struct pd_child;

void pd_end(struct pd_child *child);

#endif /* VDSP_PD_END_H */
