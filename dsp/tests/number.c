// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library that the test library needs.
 */

int number_data = 77;

int number_get(void);
int number_get(void)
{
	return 4711;
}
