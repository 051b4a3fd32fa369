/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_WATCH_H
#define TESTS_WATCH_H

#include <stdbool.h>
#include <stddef.h>

/* What is looked at from outside while and after a case runs. */

/* Kernel log: -errno, or 0. Lines that are older than the start are ignored. */
int watch_log_start(void);
/* Prints each new line that no glob of @allowed or @late names; how many there were. */
int watch_log_check(const char *const *allowed, const char *const *late);

/* Value of a counter summed over all DSPs, or -errno if there is none. */
long watch_counter(const char *key);
/* Whether all counters are 0, but for what a former case has left. */
bool watch_counters_are_zero(void);
/* Waits until all counters are 0; if they do not get there, prints them. */
bool watch_counters_zero(unsigned int wait_ms);

/* Where the threads of a process wait inside the kernel. */
void watch_stacks(int pid);

/* Client ids of the sessions that run, the oldest first; how many there are. */
size_t watch_clients(unsigned int *clients, size_t max);

#endif
