/* python3.dll holds no code of its own: its .def file hands every name on to python311.dll. */
