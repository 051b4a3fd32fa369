// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
_IDL_STATIC void _idl_in_wstring(struct _idl_call *call, void *length, const _wchar_t *text)
{
	size_t count = 0;

	while (text && count < 0x7fffffff && text[count])
		count++;
	if (!text || count >= 0x7fffffff)
		call->err = call->err ? call->err : (int)AEE_EBADPARM;
	else
		_idl_in(call, length, text, (int)count + 1, 2);
}
