// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The library's version comes from the build.
 */
#include "qda.h"

const char *qda_version(void)
{
	return QDA_VERSION;
}
