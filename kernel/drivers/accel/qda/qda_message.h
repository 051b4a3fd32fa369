/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_MESSAGE_H_
#define _QDA_MESSAGE_H_

#include <linux/spinlock.h>
#include <linux/types.h>

struct qda_device;

#define QDA_MESSAGES		16
#define QDA_MESSAGE_BYTES	24

/** struct qda_message - a message of the DSP, as it came */
struct qda_message {
	/** @time: when, ns of CLOCK_MONOTONIC */
	u64 time;
	/** @len: bytes that came */
	u32 len;
	/** @bytes: the first of them, and zeroes */
	u8 bytes[QDA_MESSAGE_BYTES];
};

/** struct qda_message_log - the last messages of a DSP */
struct qda_message_log {
	/** @lock: Protects: all of it. Taken in interrupt context */
	spinlock_t lock;
	/** @count: messages that have come since the channel did */
	u64 count;
	/** @last: message n at n % %QDA_MESSAGES */
	struct qda_message last[QDA_MESSAGES];
};

void qda_message_init(struct qda_message_log *log);
unsigned int qda_message_read(struct qda_message_log *log, struct qda_message *to);
void qda_message_receive(struct qda_device *qdev, const void *data, u32 len);

#endif /* _QDA_MESSAGE_H_ */
