/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_CLOCK_H
#define QDA_CLOCK_H

#include <stdint.h>

int qda_clock_deadline(int64_t timeout_ns, int64_t *deadline);
int qda_clock_left_ms(int64_t deadline);

#endif
