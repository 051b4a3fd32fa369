// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/* qda.h needs nothing before it and may be included again. */
#include "qda.h"
#include "qda.h"

#include <stdio.h>

int main(void)
{
	puts("1..1");
	printf("%s 1 - header\n", qda_version()[0] ? "ok" : "not ok");
	return 0;
}
