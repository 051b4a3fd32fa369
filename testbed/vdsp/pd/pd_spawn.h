/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_SPAWN_H
#define VDSP_PD_SPAWN_H

#include <stdbool.h>

struct pd_child;

/**
 * struct pd_spawn_plan - what a child is made of
 */
struct pd_spawn_plan {
	/** @emulator: path of the emulator */
	const char *emulator;
	/** @shell: path of the program that it runs */
	const char *shell;
	/** @debug: folder of the sockets for debuggers; NULL: nobody debugs */
	const char *debug;
	/** @ram: the guest's RAM, a file */
	int ram;
	/** @fence: arguments of calls lie at the end of a page */
	bool fence;
};

/**
 * struct pd_spawn_hello - first message of a child, with the listener's descriptor
 */
struct pd_spawn_hello {
	/** @error: 0, or the errno of what could not be done */
	int error;
	/** @what: that */
	char what[60];
};

int pd_spawn(struct pd_child *child, const struct pd_spawn_plan *plan);
void pd_spawn_clear(struct pd_child *child);
int pd_spawn_listen(struct pd_child *child, struct pd_spawn_hello *hello);

#endif /* VDSP_PD_SPAWN_H */
