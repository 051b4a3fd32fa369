// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls in flight while the case does something else.
 */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/t.h"

static void *background_run(void *data)
{
	struct background *b = data;

	b->ret = b->ms ? remote_sleep(b->remote, b->ms, b->deadline) :
			 remote_hang(b->remote, b->deadline);
	return NULL;
}

void background_start(struct background *b, const struct remote *r, __u32 ms)
{
	long calls = board_stat("calls");

	*b = (struct background){
		.remote = r, .ms = ms, .deadline = raw_deadline(30000 * t_slowdown()),
	};
	T_OK(-pthread_create(&b->thread, NULL, background_run, b));
	board_stat_reach("calls", calls + 1);
}

int background_end(struct background *b)
{
	T_OK(-pthread_join(b->thread, NULL));
	return b->ret;
}

pid_t background_process(void (*run)(const struct remote *r))
{
	int ready[2];
	char byte;
	pid_t pid;

	T_SYS(pipe(ready));
	T_OK(pid = fork());
	if (!pid) {
		struct remote r;

		r = remote_setup("selftest");
		if (write(ready[1], "", 1) == 1)
			run(&r);
		t_fail("the background process ends by itself");
	}
	close(ready[1]);
	T_EQ(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return pid;
}

void background_kill(pid_t pid)
{
	T_SYS(kill(pid, SIGKILL));
	T_EQ(waitpid(pid, NULL, 0), pid);
}
