/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_END_H
#define VDSP_PD_END_H

struct pd_child;
struct process;

void pd_end(struct pd_child *child);
void pd_detach(struct process *pd);

#endif /* VDSP_PD_END_H */
