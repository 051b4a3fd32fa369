// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include "base/hook.h"

const struct hook *hook;
