/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_ALLSIGNAL_H
#define QURT_ALLSIGNAL_H

#include "qurt_signal.h"

#endif
