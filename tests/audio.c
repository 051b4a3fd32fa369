// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The static audio PD, which only the adsp has.
 */
#include <errno.h>
#include <glob.h>
#include <grp.h>
#include <stdlib.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

/* The session works. */
static void audio_check(int fd, __u32 session)
{
	struct remote r = { .fd = fd, .session = session };

	T_EQ(remote_open(fd, session, "selftest", &r.handle), 0);
	T_EQ(remote_count(&r), 1);
}

/* The node of the DSP that has an audio PD. */
static int audio_open(void)
{
	int fd = raw_open_domain("adsp");

	if (fd < 0)
		t_skip("the board has no adsp");
	setenv("T_DSP", "adsp", 1);
	return fd;
}

/* Situation: root attaches to the audio PD, twice at a time, then again.
 * Expectation: sessions that work.
 */
T_CASE(audio_attach, "attach")
{
	__u32 one, two;
	int fd = audio_open();

	T_OK(raw_session_attach(fd, DRM_QDA_ATTACH_AUDIO, &one));
	T_OK(raw_session_attach(fd, DRM_QDA_ATTACH_AUDIO, &two));
	audio_check(fd, one);
	audio_check(fd, two);
	T_OK(raw_session_close(fd, one));
	T_OK(raw_session_close(fd, two));
	T_OK(raw_session_attach(fd, DRM_QDA_ATTACH_AUDIO, &one));
	audio_check(fd, one);
}

/* Situation: the DSP refuses the first audio session.
 * Expectation: EREMOTEIO with its result; the next one works.
 */
T_CASE(audio_refused, "refused")
{
	struct drm_qda_session_attach arg = { .kind = DRM_QDA_ATTACH_AUDIO };
	int fd = audio_open();

	board_tell("lie wrong-result 1 99");
	T_ERR(raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_ATTACH, &arg), -EREMOTEIO);
	T_EQ(arg.result, 99);
	T_OK(raw_session_attach(fd, DRM_QDA_ATTACH_AUDIO, &arg.session));
	audio_check(fd, arg.session);
}

/* Situation: an audio session, then the DSP stops and starts, another one.
 * Expectation: both work, the new DSP gets the memory of its own.
 */
T_CASE(audio_restart, "restart", .log = board_log_restart, .seconds = 60)
{
	__u32 session;
	int fd = audio_open();

	T_OK(raw_session_attach(fd, DRM_QDA_ATTACH_AUDIO, &session));
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	T_SYS(close(fd));
	T_OK(board_dsp_write("start"));
	board_dsp_wait("running");
	T_OK(fd = raw_open_wait(20000 * t_slowdown()));
	T_OK(raw_session_attach(fd, DRM_QDA_ATTACH_AUDIO, &session));
	audio_check(fd, session);
}

/* Situation: a user attaches to the audio PD.
 * Expectation: EPERM, on every DSP.
 */
T_CASE(audio_user, "user")
{
	__u32 session;
	int fd = raw_node();

	T_SYS(setgroups(0, NULL));
	T_SYS(setresgid(1000, 1000, 1000));
	T_SYS(setresuid(1000, 1000, 1000));
	T_ERR(raw_session_attach(fd, DRM_QDA_ATTACH_AUDIO, &session), -EPERM);
}

/* Situation: root attaches to the audio PD of a DSP that has none.
 * Expectation: EREMOTEIO with the DSP's result; its bank is free again.
 */
T_CASE(audio_none, "none")
{
	struct drm_qda_session_attach arg = { .kind = DRM_QDA_ATTACH_AUDIO };
	int fd;

	T_OK(fd = raw_open_domain("cdsp"));
	T_ERR(raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_ATTACH, &arg), -EREMOTEIO);
	T_CHECK(arg.result != 0);
	T_EQ(watch_counter("banks_taken"), 0);
}

/* Situation: root attaches to the audio PD of a DSP whose memory secure firmware
 * has to assign; the DSP serves all else.
 * Expectation: EOPNOTSUPP, and the DSP hears nothing of it.
 */
T_CASE(audio_assigned, "assigned", .log = board_log_refused)
{
	struct drm_qda_session_attach arg = { .kind = DRM_QDA_ATTACH_AUDIO };
	int fd = audio_open();
	__u32 session;
	glob_t found;
	long calls;

	if (glob("/proc/device-tree/*/glink-edge/fastrpc/qcom,vmids", 0, NULL, &found))
		t_skip("no DSP of the board has qcom,vmids");
	globfree(&found);
	T_OK(raw_session_create(fd, 0, &session));
	audio_check(fd, session);
	calls = board_stat("calls");
	T_ERR(raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_ATTACH, &arg), -EOPNOTSUPP);
	T_EQ(board_stat("calls"), calls);
	T_EQ(watch_counter("banks_taken"), 1);
}
