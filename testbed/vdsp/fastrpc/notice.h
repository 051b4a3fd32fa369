/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_NOTICE_H
#define VDSP_NOTICE_H

struct domain;
struct process;

/**
 * enum notice_status - what has become of a PD (docs/protocol.md, Notices)
 * @NOTICE_UP: it has started
 * @NOTICE_EXIT: it ended itself
 * @NOTICE_KILLED: the DSP ended it
 * @NOTICE_EXCEPTION: its code faulted
 * @NOTICE_RESTART: it went with the whole DSP
 */
enum notice_status {
	NOTICE_UP = 0,
	NOTICE_EXIT,
	NOTICE_KILLED,
	NOTICE_EXCEPTION,
	NOTICE_RESTART,
};

void notice_send(struct domain *d, const struct process *pd, enum notice_status status);

#endif /* VDSP_NOTICE_H */
