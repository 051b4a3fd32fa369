/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _MOCK_DSP_H_
#define _MOCK_DSP_H_

#include "../qda_device.h"

struct kunit;

#define MOCK_DSP_BANKS		2
#define MOCK_DSP_MESSAGES	64

/** struct mock_dsp - a DSP at the other end of qda_rpmsg_send() */
struct mock_dsp {
	/** @qdev: the driver's side of it */
	struct qda_device qdev;

	/** @mute: it does not answer by itself */
	bool mute;

	/** @result: what it answers */
	s32 result;

	/** @send_error: what sending returns; if it is not mute, it has got the message */
	int send_error;

	/** @sent: number of messages it has got */
	unsigned int sent;

	/** @messages: the last ones, message n at n % %MOCK_DSP_MESSAGES */
	struct qda_wire_msg messages[MOCK_DSP_MESSAGES];

	/** @dump: the core dump that came last, or NULL */
	char *dump;

	/** @dump_size: its bytes */
	size_t dump_size;
};

struct mock_dsp *mock_dsp_create(struct kunit *test);
const struct qda_wire_msg *mock_dsp_last(const struct mock_dsp *dsp);
void mock_dsp_answer(struct mock_dsp *dsp, s32 result);
void mock_dsp_notice(struct mock_dsp *dsp, u32 type, u32 client, u32 status, u32 len);
void mock_dsp_dump(struct device *dev, void *data, size_t size, gfp_t gfp);
void mock_dsp_expect_clean(struct kunit *test, struct mock_dsp *dsp);

#endif /* _MOCK_DSP_H_ */
