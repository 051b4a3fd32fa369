// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A program of remote.h that closes its session, then the handle of it, and opens again.
 */
#include <remote.h>

#include "say.h"

int main(void)
{
	struct remote_rpc_session_close end = { CDSP_DOMAIN_ID };
	remote_handle64 handle = say_open("open", SAY_URI("crash", "cdsp"));

	say_alive("call", handle);
	say("end", (unsigned int)remote_session_control(FASTRPC_SESSION_CLOSE, &end,
							 sizeof(end)));
	remote_handle64_close(handle);
	handle = say_open("open-again", SAY_URI("crash", "cdsp"));
	say_alive("call-again", handle);
	say("close", (unsigned int)remote_handle64_close(handle));
	return 0;
}
