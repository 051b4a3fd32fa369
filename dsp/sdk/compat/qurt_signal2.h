/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_SIGNAL2_H
#define QURT_SIGNAL2_H

#include "qurt_signal.h"

#endif
