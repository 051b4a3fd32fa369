/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_ANSWER_H
#define VDSP_ANSWER_H

#include <stdint.h>

struct domain;

void answer_send(struct domain *d, uint64_t ctx, int32_t result);

#endif /* VDSP_ANSWER_H */
