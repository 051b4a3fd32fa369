// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/errno.h>
#include <linux/types.h>

#include "qda_session_state.h"

#define S(state) (QDA_SESSION_ ## state + 1)

/* State after an event, plus one; 0 where an event can't happen. */
static const u8 qda_session_state_table[QDA_SESSION_STATES][QDA_SESSION_EVENTS] = {
	[QDA_SESSION_NEW] = {
		[QDA_SESSION_START] = S(CREATING),
		[QDA_SESSION_CLOSE] = S(DEAD),
		[QDA_SESSION_LOST] = S(DEAD),
	},
	/* The first call of a session may be a question that the DSP does not know. */
	[QDA_SESSION_CREATING] = {
		[QDA_SESSION_START] = S(CREATING),
		[QDA_SESSION_STARTED] = S(RUNNING),
		[QDA_SESSION_CLOSE] = S(DYING),
		[QDA_SESSION_LOST] = S(DEAD),
	},
	/* A session without a PD may start one, and try again if that fails. */
	[QDA_SESSION_RUNNING] = {
		[QDA_SESSION_START] = S(RUNNING),
		[QDA_SESSION_STARTED] = S(RUNNING),
		[QDA_SESSION_CLOSE] = S(DYING),
		[QDA_SESSION_LOST] = S(DEAD),
	},
	[QDA_SESSION_DYING] = {
		[QDA_SESSION_RELEASED] = S(DEAD),
		[QDA_SESSION_LOST] = S(DEAD),
	},
	[QDA_SESSION_DEAD] = {
		[QDA_SESSION_CLOSE] = S(DEAD),
		[QDA_SESSION_RELEASED] = S(DEAD),
		[QDA_SESSION_LOST] = S(DEAD),
	},
};

#undef S

/**
 * qda_session_state_name() - the name of a state, for people
 * @state: state
 *
 * Return: the name, a constant.
 */
const char *qda_session_state_name(enum qda_session_state state)
{
	static const char * const names[QDA_SESSION_STATES] = {
		[QDA_SESSION_NEW] = "new",
		[QDA_SESSION_CREATING] = "creating",
		[QDA_SESSION_RUNNING] = "running",
		[QDA_SESSION_DYING] = "dying",
		[QDA_SESSION_DEAD] = "dead",
	};

	return names[state];
}

/**
 * qda_session_state_next() - the state after an event
 * @state: state now
 * @event: what happened
 *
 * Return: the new state, or -EINVAL if @event can't happen in @state.
 */
int qda_session_state_next(enum qda_session_state state,
			   enum qda_session_event event)
{
	int next = qda_session_state_table[state][event];

	return next ? next - 1 : -EINVAL;
}
