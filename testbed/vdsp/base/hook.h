/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_HOOK_H
#define VDSP_HOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/deadline.h"

struct call;
struct domain;

/**
 * enum hook_intent - what becomes of a receive intent that the guest is due
 * @HOOK_INTENT_GIVE: it gets it
 * @HOOK_INTENT_KEEP: it hears nothing
 * @HOOK_INTENT_REFUSE: a request for one is refused
 */
enum hook_intent {
	HOOK_INTENT_GIVE,
	HOOK_INTENT_KEEP,
	HOOK_INTENT_REFUSE,
};

/**
 * struct hook - where a test can have the virtual DSP do something else than the truth
 *
 * Every place where a lie can step in calls one of the functions below. They do nothing
 * while there is no hook, so a reader who skips them reads an honest DSP.
 */
struct hook {
	/** @receive: a message has come */
	void (*receive)(void);
	/** @serve: a call is about to be served; true: it is not, @result is its result */
	bool (*serve)(struct call *call, int32_t *result);
	/** @finish: a call is about to be answered; true: the hook has seen to that */
	bool (*finish)(struct call *call, int32_t result);
	/** @intent: the guest is due a receive intent */
	enum hook_intent (*intent)(void);
	/** @poll: do what is due on a DSP */
	void (*poll)(struct domain *d, uint64_t now_ns);
	/** @next_deadline: when @poll has something to do, CLOCK_MONOTONIC in ns */
	uint64_t (*next_deadline)(const struct domain *d);
	/** @stop: a DSP has ended: drop what was to come */
	void (*stop)(struct domain *d);
};

/* Set by the layer of lies while one of them is armed or not yet over; else NULL. */
extern const struct hook *hook;

static inline void hook_receive(void)
{
	if (hook)
		hook->receive();
}

static inline bool hook_serve(struct call *call, int32_t *result)
{
	return hook && hook->serve(call, result);
}

static inline bool hook_finish(struct call *call, int32_t result)
{
	return hook && hook->finish(call, result);
}

static inline enum hook_intent hook_intent(void)
{
	return hook ? hook->intent() : HOOK_INTENT_GIVE;
}

static inline void hook_poll(struct domain *d, uint64_t now_ns)
{
	if (hook)
		hook->poll(d, now_ns);
}

static inline uint64_t hook_next_deadline(const struct domain *d)
{
	return hook ? hook->next_deadline(d) : DEADLINE_NEVER;
}

static inline void hook_stop(struct domain *d)
{
	if (hook)
		hook->stop(d);
}

#endif /* VDSP_HOOK_H */
