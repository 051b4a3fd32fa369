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

	/** @collect: how many messages it waits for before it answers them all; 0: none */
	unsigned int collect;

	/** @malformed: its answers end before their result */
	bool malformed;

	/** @result: what it answers */
	s32 result;

	/** @send_error: what sending returns; if it is not mute, it has got the message */
	int send_error;

	/** @tries: number of messages it was to get */
	unsigned int tries;

	/** @sent: number of messages it has got */
	unsigned int sent;

	/** @messages: the last ones, message n at n % %MOCK_DSP_MESSAGES */
	struct qda_wire_msg messages[MOCK_DSP_MESSAGES];

	/** @scm: secure firmware can be asked */
	bool scm;

	/** @scm_error: what it answers */
	int scm_error;

	/** @scm_calls: how often it was asked */
	unsigned int scm_calls;

	/** @scm_owners: mask of who may reach the reserved memory by its word */
	u64 scm_owners;

	/** @dump: the core dump that came last, or NULL */
	char *dump;

	/** @dump_size: its bytes */
	size_t dump_size;
};

struct mock_dsp *mock_dsp_create(struct kunit *test);
const struct qda_wire_msg *mock_dsp_last(const struct mock_dsp *dsp);
void mock_dsp_answer(struct mock_dsp *dsp, s32 result);
void mock_dsp_answer_to(struct mock_dsp *dsp, unsigned int message, s32 result);
void mock_dsp_notice(struct mock_dsp *dsp, u32 type, u32 client, u32 status, u32 len);
bool mock_dsp_scm_is_available(void);
int mock_dsp_scm_assign(phys_addr_t addr, size_t size, u64 *owners,
			const struct qcom_scm_vmperm *to, unsigned int count);
void mock_dsp_dump(struct device *dev, void *data, size_t size, gfp_t gfp);
void mock_dsp_expect_clean(struct kunit *test, struct mock_dsp *dsp);

#endif /* _MOCK_DSP_H_ */
