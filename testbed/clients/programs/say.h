/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef SAY_H
#define SAY_H

/*
 * A program of FastRPC says what it got, a line for each thing: its name, and what it
 * was. ../results.list has what it should be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <remote.h>

/* say() - One result, as a number of 32 bits: a code of a DSP is easier to read so. */
static inline void say(const char *name, unsigned int value)
{
	printf("%s %#x\n", name, value);
	fflush(stdout);
}

#define SAY_URI(name, domain)							\
	"file:///lib" name "_skel.so?" name "_skel_handle_invoke&_modver=1.0"	\
	"&_dom=" domain

/* say_open() - Open the module at @uri, in an unsigned process. */
static inline remote_handle64 say_open(const char *name, const char *uri)
{
	struct remote_rpc_control_unsigned_module wish = { CDSP_DOMAIN_ID, 1 };
	remote_handle64 handle = 0;

	if (remote_session_control(DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish)))
		say("unsigned-refused", 1);
	say(name, (unsigned int)remote_handle64_open(uri, &handle));
	return handle;
}

/* say_alive() - The number of this call in its process, by the library "crash". */
static inline void say_alive(const char *name, remote_handle64 handle)
{
	unsigned int number = 0;
	remote_arg arg = { .buf = { &number, sizeof(number) } };
	int ret = remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(2, 0, 1), &arg);

	say(name, ret ? (unsigned int)ret : number);
}

#endif
