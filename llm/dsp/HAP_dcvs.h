/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_DCVS_H
#define HAP_DCVS_H

#include <HAP_power.h>

#endif
