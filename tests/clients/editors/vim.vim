" Does in Vim with ALE what a person would do, step by step, and writes down what there was to see.
" $STEPS is a JSON list of steps, $RESULTS the file that takes a JSON list with the result of each.

let s:patience = 20.0

function! s:WaitFor(what, Condition) abort
    let l:began = reltime()
    " A script that sleeps is no main loop, in which Vim itself says what has happened to the text.
    doautocmd <nomodeline> TextChanged
    while !a:Condition()
        if reltimefloat(reltime(l:began)) > s:patience
            throw 'waited in vain for ' . a:what . '; there is ' . string(s:Shown())
        endif
        sleep 20m
    endwhile
endfunction

function! s:GoTo(step) abort
    call cursor(a:step.line, a:step.column + 1)
endfunction

function! s:Shown() abort
    return map(getloclist(0), {_, entry -> {
    \   'line': entry.lnum,
    \   'column': entry.col - 1,
    \   'end_column': get(entry, 'end_col', 0),
    \   'type': entry.type,
    \   'text': entry.text,
    \}})
endfunction

function! s:Ours() abort
    return filter(s:Shown(), {_, entry -> entry.text =~# '^MSC\d\+:'})
endfunction

" What the location list shows of ours, once it has the codes expected.
function! s:diagnostics(step) abort
    let l:Codes = {-> sort(map(s:Ours(), {_, entry -> matchstr(entry.text, '^MSC\d\+')}))}
    call s:WaitFor(string(a:step.codes), {-> l:Codes() ==# sort(copy(a:step.codes))})
    return s:Ours()
endfunction

" The menu of :ALECodeAction at a place, after the first entry or the one with the given words was taken.
function! s:act(step) abort
    call s:GoTo(a:step)
    let l:before = b:changedtick
    let s:wanted = get(a:step, 'title', '1) ')
    let s:menu = []
    ALECodeAction
    call s:WaitFor('an edit', {-> b:changedtick != l:before})
    return s:menu
endfunction

function! s:Choose(message, ...) abort
    let s:menu = filter(split(a:message, "\n"), {_, line -> line =~# '^\d\+) '})
    return matchstr(get(filter(copy(s:menu), {_, line -> stridx(line, s:wanted) >= 0}), 0, ''), '^\d\+')
endfunction

function! s:fix(step) abort
    let l:before = b:changedtick
    ALEFix
    call s:WaitFor('a fix', {-> b:changedtick != l:before})
    return 1
endfunction

function! s:hover(step) abort
    call s:GoTo(a:step)
    ALEHover
    let l:Windows = {-> filter(range(1, winnr('$')), {_, number -> getwinvar(number, '&previewwindow')})}
    call s:WaitFor('the preview', {-> !empty(l:Windows())})
    let l:text = join(getbufline(winbufnr(l:Windows()[0]), 1, '$'), "\n")
    pclose
    return l:text
endfunction

function! s:type(step) abort
    call s:GoTo(a:step)
    execute 'normal! ' . a:step.keys
    return line('$')
endfunction

function! s:save(step) abort
    write
    sleep 100m
    return &modified
endfunction

try
    " What asks the reader for a number is answered; everything else is ALE's own.
    runtime autoload/ale/util.vim
    function! ale#util#Input(message, value, ...) abort
        return s:Choose(a:message)
    endfunction
    let s:results = []
    for s:step in json_decode($STEPS)
        call add(s:results, call('s:' . s:step.step, [s:step]))
    endfor
    call writefile([json_encode(s:results)], $RESULTS)
    qall!
catch
    call writefile([v:exception . ' in ' . v:throwpoint], $RESULTS)
    cquit
endtry
