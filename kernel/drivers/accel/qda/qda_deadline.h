/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_DEADLINE_H_
#define _QDA_DEADLINE_H_

#include <linux/rcuwait.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <linux/wait.h>

/* It has passed: no wait at all. 0 is never. */
#define QDA_NO_WAIT 1

/* Sleeps until the condition, the deadline or a signal: more than 0, 0, -ERESTARTSYS. */
#define qda_deadline_sleep(state, queue, condition, deadline)		\
	___wait_event(queue, ___wait_cond_timeout(condition), state, 0, 1L,	\
		      __ret = qda_deadline_schedule(deadline))

/*
 * The state of a sleep until death. The DSP may take as long as it likes, so this is no
 * load, and does not keep the system from a suspend. No lock is held here, so no other
 * thread waits for one that sleeps.
 */
#define QDA_KILLABLE (TASK_WAKEKILL | TASK_IDLE | TASK_FREEZABLE)

long qda_deadline_left(s64 deadline);
long qda_deadline_schedule(s64 deadline);

#endif /* _QDA_DEADLINE_H_ */
