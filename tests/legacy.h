/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_LEGACY_H
#define TESTS_LEGACY_H

#include "tools/node.h"
#include "tools/t.h"

/* The cases of the program by what they are about; their count. */
extern const struct t_case legacy_pd_cases[];
extern const size_t legacy_pd_count;
extern const struct t_case legacy_args_cases[];
extern const size_t legacy_args_count;
extern const struct t_case legacy_maps_cases[];
extern const size_t legacy_maps_count;
extern const struct t_case legacy_waits_cases[];
extern const size_t legacy_waits_count;

#endif
