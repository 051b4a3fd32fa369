/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_RMUTEX_H
#define QURT_RMUTEX_H

#include "qurt_mutex.h"

#endif
