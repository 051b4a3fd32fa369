// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The interface of mainline's fastrpc.ko, each operation and each error of it. The
 * same program runs on mainline's driver and on qda's legacy face.
 */
#include <stdlib.h>
#include <string.h>

#include "legacy.h"

#define LEGACY_CASES_MAX 128

static struct t_case legacy_cases[LEGACY_CASES_MAX];
static size_t legacy_count;

static void legacy_add(const struct t_case *cases, size_t count)
{
	if (count > LEGACY_CASES_MAX - legacy_count)
		abort();
	memcpy(&legacy_cases[legacy_count], cases, count * sizeof(*cases));
	legacy_count += count;
}

int main(int argc, char **argv)
{
	struct t_program program = { .noun = "legacy", .cases = legacy_cases };

	legacy_add(legacy_pd_cases, legacy_pd_count);
	legacy_add(legacy_args_cases, legacy_args_count);
	legacy_add(legacy_maps_cases, legacy_maps_count);
	legacy_add(legacy_waits_cases, legacy_waits_count);
	program.count = legacy_count;
	return node_main(&program, argc, argv);
}
