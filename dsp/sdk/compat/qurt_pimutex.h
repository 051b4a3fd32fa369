/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_PIMUTEX_H
#define QURT_PIMUTEX_H

#include "qurt_mutex.h"

#endif
