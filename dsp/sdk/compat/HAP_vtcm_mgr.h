/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_VTCM_MGR_H
#define HAP_VTCM_MGR_H

#include "HAP_compute_res.h"

#endif
