/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_SESSION_STATE_H_
#define _QDA_SESSION_STATE_H_

/* Calls a session can have in flight, and the slot that ends the session. */
#define QDA_SESSION_CALLS	64
#define QDA_SESSION_SLOTS	(QDA_SESSION_CALLS + 1)

/**
 * enum qda_session_state - life of a session
 * @QDA_SESSION_NEW: has memory, is unknown to the DSP
 * @QDA_SESSION_CREATING: the DSP has been told
 * @QDA_SESSION_RUNNING: the program may call
 * @QDA_SESSION_DYING: closed; the DSP may still reach its memory
 * @QDA_SESSION_DEAD: the DSP can reach nothing of it
 * @QDA_SESSION_STATES: number of states
 */
enum qda_session_state {
	QDA_SESSION_NEW,
	QDA_SESSION_CREATING,
	QDA_SESSION_RUNNING,
	QDA_SESSION_DYING,
	QDA_SESSION_DEAD,
	QDA_SESSION_STATES,
};

/**
 * enum qda_session_event - what moves a session
 * @QDA_SESSION_START: the create or attach call is about to be sent
 * @QDA_SESSION_STARTED: the DSP has created or attached
 * @QDA_SESSION_CLOSE: the program has closed it
 * @QDA_SESSION_RELEASED: the DSP has answered the release call
 * @QDA_SESSION_LOST: the DSP has gone
 * @QDA_SESSION_EVENTS: number of events
 */
enum qda_session_event {
	QDA_SESSION_START,
	QDA_SESSION_STARTED,
	QDA_SESSION_CLOSE,
	QDA_SESSION_RELEASED,
	QDA_SESSION_LOST,
	QDA_SESSION_EVENTS,
};

const char *qda_session_state_name(enum qda_session_state state);
int qda_session_state_next(enum qda_session_state state,
			   enum qda_session_event event);

#endif /* _QDA_SESSION_STATE_H_ */
