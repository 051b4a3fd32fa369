/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_ANYSIGNAL_H
#define QURT_ANYSIGNAL_H

#include "qurt_signal.h"

#endif
