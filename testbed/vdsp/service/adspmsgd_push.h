/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_ADSPMSGD_PUSH_H
#define VDSP_ADSPMSGD_PUSH_H

#include <stdint.h>

struct call;
struct domain;
struct process;

int32_t adspmsgd_push_start(struct call *call);
void adspmsgd_push_stop(struct process *pd);
void adspmsgd_push_step(struct domain *d, struct process *pd);
void adspmsgd_push_end(struct process *pd);

#endif /* VDSP_ADSPMSGD_PUSH_H */
