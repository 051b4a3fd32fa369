// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include "pd/pd_child.h"

#include <signal.h>

#include "base/log.h"

/**
 * pd_child_unwatch() - Listen to a child no more; its end is still seen.
 */
void pd_child_unwatch(struct pd_child *child)
{
	watch_remove(&child->request_watch);
	watch_remove(&child->upcall_watch);
	watch_remove(&child->notify_watch);
}

/**
 * pd_child_kill() - End a child; it is not used any more, and forgotten when it has gone.
 */
void pd_child_kill(struct pd_child *child)
{
	child->state = PD_KILLED;
	pd_child_unwatch(child);
	kill(child->pid, SIGKILL);
}

/**
 * pd_child_break() - End a child that broke the rules.
 * @child: child; its PD learns of it when it has gone
 * @why: constant text, for people
 */
void pd_child_break(struct pd_child *child, const char *why)
{
	if (child->state == PD_KILLED)
		return;
	log_line("pd: process %d is ended: %s", (int)child->pid, why);
	child->broken = why;
	pd_child_kill(child);
}
