"""The parts of ``lotse.mail.parse``, each a pure function of bytes or text.

An own reader instead of the standard library's: it must not raise, must stay linear for hostile
input, and reads a megabyte of attachment without looking at each line (decision 0020).
"""
