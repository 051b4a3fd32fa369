/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_ADSPMSGD_H
#define VDSP_ADSPMSGD_H

struct domain;
struct process;

void adspmsgd_poll(struct domain *d);
void adspmsgd_end(struct process *pd);

#endif /* VDSP_ADSPMSGD_H */
