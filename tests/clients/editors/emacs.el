;;; emacs.el --- Does in Emacs what a person would do, step by step  -*- lexical-binding: t -*-

;;; Commentary:
;; FILE is opened; STEPS is a JSON list of steps, RESULTS the file that takes a JSON list with the result of each.
;; A batch Emacs has neither a command loop nor idle time: what these would set going is called here.

;;; Code:

(require 'cl-lib)
(require 'eldoc)
(require 'flymake)
(require 'json)

(defconst driver-patience 20 "Seconds for what has to come.")

(defun driver-wait-for (what condition)
  "Let processes speak until CONDITION holds; WHAT is told if it never does."
  (with-timeout (driver-patience (error "Waited in vain for %s; there is %S" what (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))
    (while (not (funcall condition))
      (run-hooks 'post-command-hook)
      (accept-process-output nil 0.05))))

(defun driver-server ()
  "The server of this buffer, if the configuration wants one."
  (and (fboundp 'eglot-current-server) (eglot-current-server)))

(defun driver-idle ()
  "What Emacs does by itself once nobody types: changes are told to the server, Flymake starts."
  (when (driver-server) (eglot--signal-textDocument/didChange))
  (unless (flymake-running-backends) (flymake-start)))

(defun driver-go-to (step)
  "Move to the line and the column, in characters, of STEP."
  (goto-char (point-min))
  (forward-line (1- (alist-get 'line step)))
  (forward-char (alist-get 'column step)))

(defun driver-as-seen (diagnostic)
  "What the reader sees of DIAGNOSTIC: the text that it marks, its type and its words."
  (let ((beginning (flymake-diagnostic-beg diagnostic)))
    (save-excursion
      (goto-char beginning)
      `((line . ,(line-number-at-pos beginning))
        (marked . ,(buffer-substring-no-properties beginning (flymake-diagnostic-end diagnostic)))
        (type . ,(symbol-name (flymake-diagnostic-type diagnostic)))
        (text . ,(flymake-diagnostic-text diagnostic))))))

(defun driver-codes ()
  "The codes of the diagnostics that are shown, sorted."
  (sort (mapcar (lambda (diagnostic)
                  (let ((text (flymake-diagnostic-text diagnostic)))
                    (and (string-match "MSC[0-9]+" text) (match-string 0 text))))
                (flymake-diagnostics))
        #'string<))

(defun driver-diagnostics (step)
  "The diagnostics of the buffer, once they have the codes that STEP expects."
  (let ((codes (sort (alist-get 'codes step) #'string<)))
    (driver-wait-for codes (lambda () (driver-idle) (equal codes (driver-codes))))
    (vconcat (mapcar #'driver-as-seen
                     (cl-sort (flymake-diagnostics) #'< :key #'flymake-diagnostic-beg)))))

(defun driver-act (step)
  "Open the menu of code actions and take the entry that STEP names, or the one that is offered first."
  (driver-go-to step)
  (let ((last-nonmenu-event ?\r)
        (kind (alist-get 'kind step))
        (before (buffer-chars-modified-tick))
        titles)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt collection &rest rest)
                 (setq titles (mapcar #'car collection))
                 (let ((wanted (alist-get 'title step)))
                   (if wanted
                       (cl-find-if (lambda (title) (string-match-p (regexp-quote wanted) title)) titles)
                     ;; The default is the fifth of what follows the collection.
                     (let ((default (nth 4 rest))) (if (consp default) (car default) default)))))))
      (if kind
          (eglot-code-actions (point-min) (point-max) kind t)
        (call-interactively #'eglot-code-actions)))
    (driver-wait-for "an edit" (lambda () (/= before (buffer-chars-modified-tick))))
    (vconcat titles)))

(defun driver-hover (step)
  "What Eldoc shows at the place of STEP."
  (driver-go-to step)
  (let (shown)
    (let ((eldoc-display-functions (list (lambda (documents _interactive) (setq shown documents)))))
      (eldoc-print-current-symbol-info t)
      (driver-wait-for "the documentation" (lambda () shown)))
    (mapconcat #'car shown "\n")))

(defun driver-type (step)
  "Insert the text of STEP."
  (driver-go-to step)
  (insert (alist-get 'text step))
  (if (buffer-modified-p) t :json-false))

(defun driver-save (_step)
  "Save the buffer."
  (save-buffer)
  (if (buffer-modified-p) t :json-false))

(defun driver-run ()
  "Open the file, go through the steps, write the results."
  (find-file (getenv "FILE"))
  (switch-to-buffer (current-buffer))
  (when (featurep 'eglot) (driver-wait-for "the server" #'driver-server))
  (let ((json-array-type 'list)
        results)
    (dolist (step (json-read-from-string (getenv "STEPS")))
      (push (funcall (intern (concat "driver-" (alist-get 'step step))) step) results))
    (let ((coding-system-for-write 'utf-8))
      (write-region (json-encode (vconcat (nreverse results))) nil (getenv "RESULTS")))))

(condition-case problem
    (progn
      (driver-run)
      (when (driver-server) (eglot-shutdown (driver-server)))
      (kill-emacs 0))
  (error
   (message "%S" problem)
   (kill-emacs 1)))

;;; emacs.el ends here
